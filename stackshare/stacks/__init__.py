"""What people and companies run: stacks, their tools and the reasons."""
