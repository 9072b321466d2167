"""The words of mails. One module a subject."""
