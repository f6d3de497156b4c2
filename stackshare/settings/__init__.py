"""What members change about their own account, and how they leave."""
