# Each target calls one program; what they do is in tools/standup.
PYTHON ?= python3
STANDUP = PYTHONPATH=tools $(PYTHON) -m standup

.PHONY: help run start serve unit nginx stop restart reload reset test test-unit test-random walk mutate lint benchmark lock
.DEFAULT_GOAL := help

help:      ## this list
	@sed -n 's/^\([a-z-]*\): *## /  make \1\t/p' Makefile | expand -t 20
run:       ## everything that is missing, then serve the desk (DETACH=1: in the background)
	@$(STANDUP) run
start:     ## serve in the background
	@$(STANDUP) start
serve:     ## serve people in the foreground; refuses while a door is open (demo accounts, developer mode …)
	@$(STANDUP) serve
unit:      ## write the systemd unit that serves from the start of the machine on
	@$(STANDUP) unit
nginx:     ## write the configuration of nginx that ends TLS (ARGS='certificate key')
	@$(STANDUP) nginx
stop:      ## end what runs in the background
	@$(STANDUP) stop
restart:   ## every process takes new code, the web workers without losing a request
	@$(STANDUP) restart
reload:    ## web workers take new Python code
	@$(STANDUP) reload
reset:     ## back to a clean clone: the site and its data go too
	@$(STANDUP) reset
test:      ## all tests (ARGS='-k name': some)
	@$(STANDUP) test
test-unit: ## the tests that need neither a site nor the framework
	@$(STANDUP) test-unit
test-random: ## the properties with new examples (SEED=…: with those of that seed)
	@$(STANDUP) test-random
lint:      ## ruff, mypy, import contracts, dependencies, our probe, files, subjects of commits
	@$(STANDUP) lint
mutate:    ## changed rules against their tests (ARGS='money': one module of domain/)
	@$(STANDUP) mutate
walk:      ## every role opens each entry of its desk and presses each button that changes nothing
	@$(STANDUP) test tests/browser/test_desks_of_townships.py tests/browser/test_desks_of_districts.py --walk-entries=0
benchmark: ## NAME=… one of benchmarks/ (ARGS='…' for its options)
	@$(STANDUP) benchmark $(NAME)
lock:      ## compile config/*.in to lock files
	@$(STANDUP) lock
