-- Keep the revisions and the log true whoever writes. Created after the firm is loaded.

CREATE TRIGGER choice_changed AFTER UPDATE OF for_entrepreneur, for_accountant ON team
WHEN OLD.for_entrepreneur IS NOT NEW.for_entrepreneur OR OLD.for_accountant IS NOT NEW.for_accountant
BEGIN
    UPDATE person SET settings_revision = settings_revision + 1, seen_revision = seen_revision + 1
    WHERE id = NEW.person;
END;

CREATE TRIGGER frequency_changed AFTER UPDATE OF frequency ON person
WHEN OLD.frequency IS NOT NEW.frequency
BEGIN
    UPDATE person SET settings_revision = settings_revision + 1, seen_revision = seen_revision + 1
    WHERE number = NEW.number;
END;

CREATE TRIGGER language_changed AFTER UPDATE OF language ON person
WHEN OLD.language IS NOT NEW.language
BEGIN
    UPDATE person SET settings_revision = settings_revision + 1 WHERE number = NEW.number;
END;

CREATE TRIGGER person_changed AFTER UPDATE OF id, name, email ON person
BEGIN UPDATE firm SET structure = structure + 1; END;
CREATE TRIGGER licence_changed AFTER UPDATE ON licence
BEGIN UPDATE firm SET structure = structure + 1; END;
CREATE TRIGGER dossier_changed AFTER UPDATE ON dossier
BEGIN UPDATE firm SET structure = structure + 1; END;
CREATE TRIGGER role_changed AFTER UPDATE OF dossier, person, role ON team
BEGIN UPDATE firm SET structure = structure + 1; END;
CREATE TRIGGER member_joined AFTER INSERT ON team
BEGIN UPDATE firm SET structure = structure + 1; END;

CREATE TRIGGER member_left AFTER DELETE ON team
BEGIN
    UPDATE firm SET structure = structure + 1;
    UPDATE person SET settings_revision = settings_revision + 1
    WHERE id = OLD.person AND (OLD.for_entrepreneur IS NOT NULL OR OLD.for_accountant IS NOT NULL);
END;

CREATE TRIGGER applied_is_never_rewritten BEFORE UPDATE ON applied
BEGIN SELECT raise(ABORT, 'applied is append-only'); END;
CREATE TRIGGER applied_is_never_shortened BEFORE DELETE ON applied
BEGIN SELECT raise(ABORT, 'applied is append-only'); END;
