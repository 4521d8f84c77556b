"""What is kept, in one SQL database: conversations, what is counted of them, feedback, and events yet to be answered."""
