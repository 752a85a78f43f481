"""Commodity desk (大宗商品): prices, costs by route, margins, balances and shocks."""
