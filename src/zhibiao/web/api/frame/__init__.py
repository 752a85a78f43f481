"""What every route for programs is made with."""
