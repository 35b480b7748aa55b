"""The one life cycle of every document that only a background worker can finish.

An engine declares its work as a `RunKind` (hook `assist_runs`), hands it over with `handing_over.hand_over` and does it inside
`claims.work_on`. One row `Background Work` per document says who asked, who is at it and when that worker last gave a sign of life.

- `kinds.py`: what an engine says about its work.
- `works.py`: the rows.
- `claims.py`: one worker at a time, its heartbeat, the request to stop.
- `breaking_off.py`: what stays of a broken run on its document.
- `handing_over.py`: to a worker, and to another one when the first died.
- `presses.py`: the buttons Resume, Stop and Drop, and what they answer.
- `standing.py`: what stands still, for operators and for `assist verify`.
"""
