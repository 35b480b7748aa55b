"""The socket.io server of the bench: brings Frappe's events to the desk.

Frappe publishes events on a Redis channel; this process passes each to the browsers that have joined its room. It speaks the
protocol of the desk's own client (frappe/public/js/frappe/socketio_client.js), so it serves the pinned snapshot and stock
version 15 alike. It knows nothing about permissions itself: it asks the web server, with the browser's own session.
"""
