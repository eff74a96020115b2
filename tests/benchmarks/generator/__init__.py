"""Make a register-sized workbook with every known trap, and say exactly what it must yield."""
