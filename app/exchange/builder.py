"""`python -m app.exchange.builder`: an order as JSON on standard input, its file on the output.

Each form's library is loaded only where it is used: most of a small file's time goes there.
"""

import os
import sys

from app.exchange.order import Order, paper_of, sheet_name, table_of

NICE = 5
"""What serves people goes first."""


def build(order: Order) -> bytes:
    """Return the file."""
    match order.form:
        case "xlsx" | "csv":
            return _sheet(order)
        case "docx":
            from app.exchange.docx_out import docx

            return docx(paper_of(order))
        case "pdf":
            from app.exchange.pdf_out import pdf

            return pdf(paper_of(order))


def _sheet(order: Order) -> bytes:
    from app.exchange.sheets_out import csv_file, xlsx

    if order.form == "csv":
        return csv_file(table_of(order))
    return xlsx(table_of(order), sheet_name(order))


def main() -> None:
    """Build one file."""
    os.nice(NICE)
    order = Order.model_validate_json(sys.stdin.buffer.read())
    sys.stdout.buffer.write(build(order))


if __name__ == "__main__":
    main()
