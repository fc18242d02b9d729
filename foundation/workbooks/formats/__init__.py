"""One module for each way a workbook may be written; each looks one through and reads nothing."""
