"""The SQL texts of the reduces (one `.sql` file each) and the flat rows that they read and write (`rows.py`)."""
