"""Text reuse at scale: words, statistics, seeds, alignments; every step on arrays, so that an engine can run it on partitions."""
