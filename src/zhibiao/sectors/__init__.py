"""What an industry is, as data: products, grades, catalogue versions, coefficients, chain links."""
