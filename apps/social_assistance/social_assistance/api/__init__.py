"""What browsers and programs call over HTTP; each function checks its permission first."""
