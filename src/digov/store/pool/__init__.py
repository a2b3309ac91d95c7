"""The pool: queries of users, in processes of their own."""

from digov.store.pool.errors import PoolError
from digov.store.pool.job import Job
from digov.store.pool.options import PoolOptions, PoolState
from digov.store.pool.pool import QueryPool
from digov.store.workers.wire import QueryReply, QueryRequest, ReplyHead

__all__ = ["Job", "PoolError", "PoolOptions", "PoolState", "QueryPool", "QueryReply", "QueryRequest", "ReplyHead"]
