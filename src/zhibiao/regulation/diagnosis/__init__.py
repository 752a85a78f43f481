"""Diagnosis of problems without a plan (诊断): a smallest conflict, its proof, and the least change that would do."""

from zhibiao.regulation.diagnosis.diagnosis import Diagnosis, diagnose

__all__ = ["Diagnosis", "diagnose"]
