"""SELECTs as plain functions, always within one conference."""
