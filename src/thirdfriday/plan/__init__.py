"""THE ANSWER: the Plan value and the flow that builds it, with reasons and prices."""
