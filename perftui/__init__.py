"""The program perftui: profiles in the terminal, as text and as screens."""
