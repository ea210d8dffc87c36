"""Data for screens: pure values and computations that know no Textual."""
