"""Charts of the desk, one file each: values in, a `Chart` out."""
