"""Diagnosis of problems without a plan (诊断): a smallest conflict, its proof, and the least change that would do."""

from zhibiao.regulation.diagnosis.diagnosis import Diagnosis, diagnose
from zhibiao.regulation.diagnosis.findings import findings_of

__all__ = ["Diagnosis", "diagnose", "findings_of"]
