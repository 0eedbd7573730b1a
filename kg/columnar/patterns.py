"""The triple patterns of a query as SQL: all patterns of one node read one row of its table."""

from collections.abc import Sequence
from dataclasses import dataclass

from rdflib import RDF, URIRef
from rdflib.term import Node

from kg.columnar.block import Block, Names, every, node_text
from kg.columnar.constants import constant
from kg.columnar.kinds import Kind, Value
from kg.columnar.numbers import local_part, table_of
from kg.columnar.relations import BACKGROUND, Pairs, Relations
from kg.columnar.schema import DERIVED, TABLES, Column
from kg.columnar.source import Source
from kg.columnar.stars import (
    Simple,
    Star,
    Triple,
    is_variable,
    stars_of,
    variable_name,
    without_paths,
)
from kg.columnar.unions import union
from kg.errors import NotColumnar
from kg.vocabulary.namespaces import SPINE

__all__ = ["Patterns"]

_TYPE = str(RDF.type)
_STATUS_CLASSES = {
    str(SPINE[f"{word}Finding"]): SPINE[word] for word in ("Present", "Absent", "Possible")
}


@dataclass(frozen=True, slots=True)
class Patterns:
    """Translates triple patterns."""

    relations: Relations
    names: Names

    def block(self, triples: Sequence[Triple], given: Block) -> Block:
        """Return the rows that match all patterns; `given` is what they will be joined to.

        A row that `given` reads already is not read again. Raises NotColumnar for patterns whose
        properties are not in the snapshot.
        """
        simple = without_paths(triples, self.names)
        found = Block()
        tables = self._tables(simple, given)
        for star in stars_of(simple, self.relations):
            self._add_star(found, star, tables, given)
        return found

    def _tables(self, triples: Sequence[Simple], given: Block) -> dict[Node, frozenset[str]]:
        """Return for each node the tables in which its row may be."""
        found: dict[Node, frozenset[str]] = {}

        def narrow(node: Node, tables: frozenset[str]) -> None:
            found[node] = found.get(node, tables) & tables

        for subject, predicate, value in triples:
            narrow(subject, self._subject_tables(predicate, value))
            narrow(value, self._object_tables(predicate))
        for node in list(found):
            if isinstance(node, URIRef):
                local = local_part(node)
                narrow(node, frozenset({(table_of(local) if local else None) or BACKGROUND}))
            known = given.variables.get(variable_name(node)) if is_variable(node) else None
            if known is not None and known.kind is Kind.IRI and known.is_certain:
                narrow(node, known.tables)
        return found

    def _subject_tables(self, predicate: str, value: Node) -> frozenset[str]:
        if predicate == _TYPE:
            if isinstance(value, URIRef):
                return self.relations.tables_of_class(self.relations.numbers.find(str(value)))
            return self.relations.types.subject_tables
        found = self.relations.subject_tables(predicate)
        if not found:
            raise NotColumnar(f"the property {predicate}")
        return found

    def _object_tables(self, predicate: str) -> frozenset[str]:
        relations = self.relations
        found: set[str] = set()
        if predicate in relations.owners:
            found.add(relations.owners[predicate][1])
        for (name, _), column in relations.columns.items():
            if name == predicate:
                found.add(column.target)
        for (name, _), link in relations.links.items():
            if name == predicate:
                found |= link.object_tables
        if predicate in relations.background:
            found |= relations.background[predicate].object_tables
        return frozenset(found) if predicate != _TYPE else relations.types.object_tables

    def _add_star(
        self, found: Block, star: Star, tables: dict[Node, frozenset[str]], given: Block
    ) -> None:
        owning = {self.relations.owners[predicate][1] for predicate, _ in star.owned}
        found_in = tables[star.node].intersection(owning) if owning else tables[star.node]
        # Of a derived fact there is nothing in its row: what is said of it is beside.
        places = sorted({BACKGROUND if one == DERIVED else one for one in found_in})
        if not places or len(owning) > 1:
            raise NotColumnar("a node of several kinds, which is never there")
        only_types = all(predicate == _TYPE for predicate, _ in star.rays) and not star.owned
        if only_types and len(places) > 1:
            for _, value in star.rays:
                self._pairs(found, star.node, self.relations.types, value)
        elif len(places) == 1:
            found.add(self._in_place(star, places[0], given))
        else:
            self._refuse_rows_of_two_places(star, places)
            found.add(union([self._in_place(star, one, given) for one in places], self.names))

    def _in_place(self, star: Star, table: str, given: Block) -> Block:
        found, relations = Block(), self.relations
        columns = [(relations.owners[name][0], subject) for name, subject in star.owned]
        pairs: list[tuple[Pairs, Node]] = []
        types: list[Node] = []
        for predicate, value in star.rays:
            self._refuse_two_places(predicate, table)
            if (predicate, table) in relations.columns:
                columns.append((relations.columns[predicate, table], value))
            elif predicate == _TYPE and table != BACKGROUND:
                types.append(value)
            else:
                pairs.append((self._pairs_of(predicate, table), value))
        if columns or types:
            source = self._scan(found, star.node, table, given)
            for column, value in columns:
                self._column(found, source, column, value)
            for value in types:
                self._class(found, star.node, source, table, value)
        for one, value in pairs:
            self._pairs(found, star.node, one, value)
        return found

    def _pairs_of(self, predicate: str, table: str) -> Pairs:
        if predicate == _TYPE:
            return self.relations.background[_TYPE]
        link = self.relations.links.get((predicate, table))
        return link or self.relations.background[predicate]

    def _refuse_rows_of_two_places(self, star: Star, places: Sequence[str]) -> None:
        """Raise NotColumnar when a node with a row might be found beside the rows once more."""
        background = self.relations.background
        beside = set(places) - {BACKGROUND} if BACKGROUND in places else set()
        for predicate, _ in star.rays:
            beside &= background[predicate].subject_tables if predicate in background else set()
        if beside:
            raise NotColumnar(f"properties that are said of {' and '.join(beside)} in two places")

    def _refuse_two_places(self, predicate: str, table: str) -> None:
        """Raise NotColumnar when triples of a property of a table's nodes are in two places."""
        relations = self.relations
        background = relations.background.get(predicate)
        if background is None or table == BACKGROUND or table not in background.subject_tables:
            return
        if (predicate, table) in {*relations.columns, *relations.links}:
            raise NotColumnar(f"the property {predicate}, which reports and others say of {table}")

    def _scan(self, found: Block, node: Node, table: str, given: Block) -> str:
        """Read the row of a node, unless it is being read."""
        name = variable_name(node) if is_variable(node) else None
        known = given.scans.get((name, table)) if name else None
        if known is not None and name is not None and given.variables[name].is_certain:
            found.scans[name, table] = known
            return known
        source = self.names.new()
        found.sources.append(Source(table, source, "number"))
        tables = frozenset({table})
        value = Value(
            f"{source}.number", Kind.IRI, is_certain=True, tables=tables, text=node_text(source)
        )
        self._match(found, node, value)
        if name:
            found.scans[name, table] = source
        return source

    def _column(self, found: Block, source: str, column: Column, term: Node) -> None:
        sql = f"{source}.{column.name}"
        tables = frozenset({column.target}) if column.kind is Kind.IRI else frozenset[str]()
        if is_variable(term):
            found.require(f"{sql} IS NOT NULL")
        self._match(found, term, Value(sql, column.kind, is_certain=True, tables=tables))

    def _class(self, found: Block, node: Node, source: str, table: str, term: Node) -> None:
        """Require that a node is an instance of a class; the classes follow from its row."""
        if is_variable(term):
            self._pairs(found, node, self.relations.types, term)
            return
        conditions = self._class_conditions(source, table, URIRef(str(term)))
        number = self.relations.numbers.find(str(term))
        if not self.relations.are_said_beside(number, table):
            for condition in conditions:
                found.require(condition)
            return
        said = self.relations.background[_TYPE].name
        beside = f"{source}.number IN (SELECT subject FROM {said} WHERE object = {number})"
        found.require(f"(({every(conditions)}) OR {beside})")

    def _class_conditions(self, source: str, table: str, term: URIRef) -> tuple[str, ...]:
        """Return when a row of a report says that its node is an instance of a class."""
        number = self.relations.numbers.find
        if table != "findings":
            return ("TRUE" if term in TABLES[table].classes else "FALSE",)
        if str(term) in _STATUS_CLASSES:
            return (f"{source}.status = {number(str(_STATUS_CLASSES[str(term)]))}",)
        if term == SPINE.Finding:
            return ("TRUE",)
        return (
            f"{source}.type = {number(str(term))}",
            f"{source}.status = {number(str(SPINE.Present))}",
            f"{source}.temporality = {number(str(SPINE.Current))}",
        )

    def _pairs(self, found: Block, node: Node, pairs: Pairs, term: Node) -> None:
        source = self.names.new()
        found.sources.append(Source(pairs.name, source, "subject"))
        subject = Value(f"{source}.subject", Kind.IRI, is_certain=True, tables=pairs.subject_tables)
        self._match(found, node, subject)
        language = f"{source}.language" if pairs.kind is Kind.LANGUAGE_STRING else None
        value = Value(
            f"{source}.object",
            pairs.kind,
            is_certain=True,
            tables=pairs.object_tables,
            language=language,
        )
        self._match(found, term, value)

    def _match(self, found: Block, term: Node, value: Value) -> None:
        if is_variable(term):
            found.bind(variable_name(term), value)
            return
        wanted = constant(term, self.relations.numbers)
        held = Block(variables={"": wanted})
        held.bind("", value)
        found.require(" AND ".join(held.conditions) or "TRUE")
