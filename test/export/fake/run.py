"""
Runs exported sources, one after another, each as `python FILE` would: reads names of files from standard input and prints one
line of JSON for each, with what the file printed or how it failed.
"""
import contextlib
import io
import json
import runpy
import sys
import traceback

for line in sys.stdin:
    path = line.rstrip('\n')
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            runpy.run_path(path, run_name='__main__')
        print(json.dumps({'printed': out.getvalue().splitlines()}))
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        lines = [frame.line for frame in traceback.extract_tb(error.__traceback__) if frame.filename == path]
        print(json.dumps({'failed': f'{type(error).__name__}: {error} ({where.name}) at {lines[-1:]}'}))
    sys.stdout.flush()
