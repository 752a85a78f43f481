"""What others would solve the split with: the same bounded shares as a quadratic programme, by CVXPY and by HiGHS.

Shares `clip(scale * w, l, u)` that sum to E minimise the sum of x²/w within the bounds, so that any solver for convex
quadratic programmes applies. Both scale the figures to a mean weight of one first, which helps them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

TIME_LIMIT_S = 60.0


def cvxpy_clarabel(problem: Any) -> np.ndarray:
    """Shares by CVXPY's default solver for this form."""
    import cvxpy

    mean = float(problem.w.mean())
    shares = cvxpy.Variable(problem.n, bounds=[problem.l / mean, problem.u / mean])
    objective = cvxpy.Minimize(cvxpy.sum_squares(cvxpy.multiply(np.sqrt(mean / problem.w), shares)))
    question = cvxpy.Problem(objective, [cvxpy.sum(shares) == problem.C / mean])
    question.solve(solver=cvxpy.CLARABEL, time_limit=TIME_LIMIT_S)
    return np.asarray(shares.value) * mean


def highs_qp(problem: Any) -> np.ndarray:
    """Shares by the solver that HiGHS chooses for quadratic programmes."""
    import highspy

    n, mean = problem.n, float(problem.w.mean())
    model = highspy.HighsModel()
    linear, square = model.lp_, model.hessian_
    linear.num_row_, linear.num_col_ = 1, n
    linear.col_cost_, linear.col_lower_, linear.col_upper_ = np.zeros(n), problem.l / mean, problem.u / mean
    linear.row_lower_ = linear.row_upper_ = np.array([problem.C / mean])
    linear.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    linear.a_matrix_.start_ = np.arange(n + 1, dtype=np.int32)
    linear.a_matrix_.index_, linear.a_matrix_.value_ = np.zeros(n, dtype=np.int32), np.ones(n)
    square.dim_, square.format_ = n, highspy.HessianFormat.kTriangular
    square.start_, square.index_ = np.arange(n + 1, dtype=np.int32), np.arange(n, dtype=np.int32)
    square.value_ = mean / problem.w
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("time_limit", TIME_LIMIT_S)
    solver.passModel(model)
    solver.run()
    return np.asarray(solver.getSolution().col_value) * mean


PEERS = {"CVXPY with Clarabel": cvxpy_clarabel, "HiGHS, quadratic": highs_qp}
