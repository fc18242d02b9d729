"""待处理: what waits on the office's first page. lines.py is the registry; own.py the office's lines."""
