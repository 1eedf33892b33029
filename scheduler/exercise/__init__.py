"""What is an exercise, whatever keeps it? Pure: the scenario's content, the clock, the log's rules.

`content` what a scenario says · `plan` what one run of it follows · `clock` exercise time ·
`entries` what a log's lines mean · `state` the replay of a log · `timing` when what is due ·
`deciding` what may follow, as new lines · `rehearsal` the whole run against a clock of its own ·
`scales` ratings · `checking` the linter.
"""
