module folkmoot/tests/record/sumdb

go 1.26

require golang.org/x/mod v0.38.0
