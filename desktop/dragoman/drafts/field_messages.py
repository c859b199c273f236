"""Titles, labels and hints of all purposes, so that the message extraction finds them.

Kept equal to the ``purpose.toml`` files by ``tests/drafts/test_drafts_purposes.py``, which prints what is missing.
"""

from dragoman.base.i18n import N_

MESSAGES = (
    N_("Quotation"),
    N_("Quotation number"),
    N_("Your number for this quotation."),
    N_("Date of the inquiry"),
    N_("When the other side asked; leave empty when they did not."),
    N_("Items"),
    N_("One row for each product."),
    N_("Description"),
    N_("Product, model and size, in words the reader knows."),
    N_("Quantity"),
    N_("Number and unit, such as 1250 pcs or 18.5 t."),
    N_("Unit price"),
    N_("Amount and three-letter currency code."),
    N_("Total"),
    N_("Leave empty to have it added up."),
    N_("Incoterms rule"),
    N_("Three letters, Incoterms 2020."),
    N_("Named place"),
    N_("The port or place that belongs to the Incoterms rule."),
    N_("Delivery by"),
    N_("The last day of delivery."),
    N_("Lead time"),
    N_("Instead of a date: days or weeks from receipt of the order."),
    N_("Payment terms"),
    N_("One row for each part of the price."),
    N_("Share"),
    N_("Percent of the total."),
    N_("Paid when"),
    N_("What makes this part due."),
    N_("Days"),
    N_("For payment after the invoice: within how many days."),
    N_("Payment in your own words"),
    N_("Terms that the list does not have, in the reader's language."),
    N_("Valid until"),
    N_("The last day on which the quotation can be accepted."),
    N_("Notes"),
    N_("Anything else, in the reader's language."),
)
