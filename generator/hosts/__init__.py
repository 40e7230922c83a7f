"""What a host needs beside the pages, what it allows, and the site as one file."""

from generator.hosts.files import HostPlan, host_files
from generator.hosts.limits import HOSTS, Host, host_problems
from generator.hosts.packing import pack
from generator.hosts.robots import meta_robots

__all__ = ["HOSTS", "Host", "HostPlan", "host_files", "host_problems", "meta_robots", "pack"]
