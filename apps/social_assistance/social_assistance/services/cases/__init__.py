"""Cases: how an application moves through the steps, with its evidence, meetings, notices, objections and decision."""
