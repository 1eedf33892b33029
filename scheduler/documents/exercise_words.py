"""What do people call the roles, states and reasons of an exercise?"""

from scheduler.errors import N_

SAID = {"kept": N_("Keep"), "improve": N_("Improve"), "start": N_("Start")}
ROLES = {
    "director": N_("Exercise director"),
    "facilitator": N_("Facilitator"),
    "evaluator": N_("Evaluator"),
    "recorder": N_("Recorder"),
    "observer": N_("Observer"),
    "player": N_("Player"),
}
INJECTS = {
    "planned": N_("Planned"),
    "held": N_("Held"),
    "released": N_("Released"),
    "answered": N_("Answered"),
    "skipped": N_("Skipped"),
    "withdrawn": N_("Withdrawn"),
}
WHY = {
    "late": N_("too late"),
    "marks": N_("its condition was not met"),
    "chain": N_("what it follows was skipped"),
    "hand": N_("by hand"),
    "jump": N_("a module was skipped"),
    "unused": N_("not used"),
}
ACTIONS = {
    "proposed": N_("Proposed"),
    "accepted": N_("Accepted"),
    "in_progress": N_("In progress"),
    "done": N_("Done"),
    "verified": N_("Verified"),
    "reopened": N_("Reopened"),
    "declined": N_("Declined"),
}
ELEMENTS = {
    "planning": N_("Planning"),
    "organisation": N_("Organisation"),
    "equipment": N_("Equipment"),
    "training": N_("Training"),
    "exercise": N_("Exercises"),
}
