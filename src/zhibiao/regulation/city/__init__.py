"""The city's plan: from what is known of its enterprises to whole tonnes, prices, reasons and moves of quota."""
