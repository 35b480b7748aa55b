"""Cases: evidence required by a step, meetings, near relatives, spot-check draws, fields of a public notice."""
