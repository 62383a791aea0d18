"""Speed, as ratios inside one run: ``python -m tests.bench``. Not a part of the test run."""
