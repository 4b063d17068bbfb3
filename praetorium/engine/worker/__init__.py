"""A Prefect worker that forks each flow run from a warm, thread-free parent: runs start in a fraction of a second.

=============  =========================================================================================
``zygote``     the warm parent: Prefect and the flows imported, no threads, no event loop; it only forks
``child``      what a forked process does: run one flow run and exit
``nursery``    keeps one zygote and a spare, talks to them, notices changed code
``forking``    the Prefect worker: stock submission, crash detection, cancellation, clean end
``watch``      what wakes the worker: Prefect's event stream, with a slow poll for what it drops
``stale``      runs and processes that a dead worker left behind
``private``    every name of Prefect's that is not public, and the test that they behave; else the stock process worker
=============  =========================================================================================
"""
