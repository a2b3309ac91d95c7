"""The processes that evaluate queries: a zygote that loads the release, and the workers that it forks."""
