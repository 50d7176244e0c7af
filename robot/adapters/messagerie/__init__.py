"""The links to the mailbox (IMAP) and to the way out (SMTP), and the small servers of the demo."""
