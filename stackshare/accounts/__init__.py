"""Who is here: owners of stacks, people, signing up, in and out, sessions."""
