-- Who is preselected for a question. ?1 dossier, ?2 audience, ?3 the asker or NULL.
-- Names are compared by code point here: a collation belongs to the reader, not to the database.
WITH role_default (role, place, for_entrepreneur, for_accountant) AS (
    VALUES ('manager',      1, 0, 1),
           ('collaborator', 2, 0, 0),
           ('entrepreneur', 3, 1, 0)
)
SELECT team.person
FROM team
JOIN role_default ON role_default.role = team.role
JOIN person ON person.id = team.person
WHERE team.dossier = ?1
  AND team.person IS NOT ?3
  AND CASE ?2
        WHEN 'entrepreneur' THEN coalesce(team.for_entrepreneur, role_default.for_entrepreneur)
        WHEN 'accountant'   THEN coalesce(team.for_accountant, role_default.for_accountant)
                                 AND team.role <> 'entrepreneur'
      END
ORDER BY role_default.place, person.name, person.id
