# Each target calls one program; what they do is in tools/standup.
PYTHON ?= python3
STANDUP = PYTHONPATH=tools $(PYTHON) -m standup

.PHONY: run start stop reload reset

run:      ; @$(STANDUP) run        # everything, then serve in the foreground (DETACH=1: in the background)
start:    ; @$(STANDUP) start      # serve in the background
stop:     ; @$(STANDUP) stop
reload:   ; @$(STANDUP) reload     # web workers take new Python code
reset:    ; @$(STANDUP) reset      # back to a clean clone
