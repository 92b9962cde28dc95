-- Which words of its templates were rehearsed and approved: a line for each template and language, see TemplateWords. A rehearsal or an
-- approval of before says nothing about them: null, which is no words that are in force.
ALTER TABLE care_rehearsal ADD COLUMN words text;
ALTER TABLE care_campaign ADD COLUMN approved_words text;
