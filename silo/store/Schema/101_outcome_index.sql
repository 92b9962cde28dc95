-- By itself: together with building the index that takes its place, it would wait crosswise with care that is at work.
DROP INDEX care_decision_occurrence;
