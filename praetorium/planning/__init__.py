"""Planning: brief and playbook become a plan; what it will take, and what the policy says about each step."""
