"""The one error that stops a run: its text can go into a message box as it is."""


class KinerjaError(Exception):
    """Something that stops the run before anything was changed.

    The text is Indonesian and says where, what, and what to do; a shell shows it unchanged.

    Args:
        where: File, sheet or option that is concerned; empty when there is no such place.
        what: What is wrong, one sentence.
        remedy: What the reader can do about it, one sentence.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.where = where
        self.what = what
        self.remedy = remedy
        head = f"{where}: {what}" if where else what
        super().__init__(f"{head} {remedy}".strip())
