"""What aiokafka does not ask a broker for: the id of a topic, which changes when it is made anew."""

from __future__ import annotations

import random
import uuid
from io import BytesIO
from typing import Any, NamedTuple

from aiokafka.client import AIOKafkaClient
from aiokafka.errors import (
    KafkaConnectionError,
    KafkaError,
    NodeNotReadyError,
    NoError,
    UnknownTopicOrPartitionError,
    for_code,
)
from aiokafka.protocol.abstract import AbstractType
from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.metadata import MetadataRequest
from aiokafka.protocol.types import (
    Boolean,
    CompactArray,
    CompactString,
    Int16,
    Int32,
    Schema,
    TaggedFields,
)

API_KEY = 3
NO_ID = uuid.UUID(int=0)


class Uuid(AbstractType[uuid.UUID]):
    """Sixteen bytes, most significant first."""

    @classmethod
    def encode(cls, value: uuid.UUID) -> bytes:
        return value.bytes

    @classmethod
    def decode(cls, data: BytesIO) -> uuid.UUID:
        return uuid.UUID(bytes=data.read(16))


class TopicIdResponse_v10(Response):
    """Metadata, version 10: the first with topic ids (Kafka 2.8)."""

    API_KEY = API_KEY
    API_VERSION = 10
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        (
            "brokers",
            CompactArray(
                ("node_id", Int32),
                ("host", CompactString("utf-8")),
                ("port", Int32),
                ("rack", CompactString("utf-8")),
                ("tags", TaggedFields),
            ),
        ),
        ("cluster_id", CompactString("utf-8")),
        ("controller_id", Int32),
        (
            "topics",
            CompactArray(
                ("error_code", Int16),
                ("name", CompactString("utf-8")),
                ("topic_id", Uuid),
                ("is_internal", Boolean),
                (
                    "partitions",
                    CompactArray(
                        ("error_code", Int16),
                        ("partition", Int32),
                        ("leader", Int32),
                        ("leader_epoch", Int32),
                        ("replicas", CompactArray(Int32)),
                        ("isr", CompactArray(Int32)),
                        ("offline_replicas", CompactArray(Int32)),
                        ("tags", TaggedFields),
                    ),
                ),
                ("topic_authorized_operations", Int32),
                ("tags", TaggedFields),
            ),
        ),
        ("cluster_authorized_operations", Int32),
        ("tags", TaggedFields),
    )


class TopicIdRequest_v10(RequestStruct):
    """Asks about topics by name and never creates them."""

    FLEXIBLE_VERSION = True
    API_KEY = API_KEY
    API_VERSION = 10
    RESPONSE_TYPE = TopicIdResponse_v10
    SCHEMA = Schema(
        ("topics", CompactArray(("topic_id", Uuid), ("name", CompactString("utf-8")), ("tags", TaggedFields))),
        ("allow_auto_topic_creation", Boolean),
        ("include_cluster_authorized_operations", Boolean),
        ("include_topic_authorized_operations", Boolean),
        ("tags", TaggedFields),
    )


class TopicIdRequest(Request[TopicIdRequest_v10]):
    """Builds the one version there is; a broker older than 2.8 makes it raise `NotImplementedError`."""

    API_KEY = API_KEY

    def __init__(self, topic: str) -> None:
        self._topic = topic

    def build(self, request_struct_class: type[TopicIdRequest_v10]) -> TopicIdRequest_v10:
        return request_struct_class([(NO_ID, self._topic, {})], False, False, False, {})


class TopicFacts(NamedTuple):
    """A topic that exists. `identity` is its id; on brokers before 2.8 the cluster's id and its name, which tell
    another cluster but not a topic made anew."""

    identity: str
    partitions: int


class KafkaFacts(NamedTuple):
    """`topic` is None when it does not exist."""

    topic: TopicFacts | None
    brokers: int


async def _asked(client: AIOKafkaClient, node: int, topic: str) -> Any:
    try:
        return (await client.send(node, TopicIdRequest(topic))).to_object()
    except NotImplementedError:
        return (await client.send(node, MetadataRequest([topic], False))).to_object()


async def kafka_facts(client: AIOKafkaClient, topic: str) -> KafkaFacts:
    """Asks the brokers that are known one after the other, until one answers: one of several may be away. Raises
    aiokafka's errors, `TopicAuthorizationFailedError` among them."""
    nodes = [broker.nodeId for broker in client.cluster.brokers()]
    random.shuffle(nodes)
    away: KafkaError = NodeNotReadyError("no broker known")
    for node in nodes:
        try:
            answer = await _asked(client, node, topic)
            break
        except (NodeNotReadyError, KafkaConnectionError) as unanswered:
            away = unanswered
    else:
        raise away
    (found,) = answer["topics"]
    error = for_code(found["error_code"])
    if error is UnknownTopicOrPartitionError:
        return KafkaFacts(None, len(answer["brokers"]))
    if error is not NoError:
        raise error()
    identity = found["topic_id"].hex if "topic_id" in found else f"{answer['cluster_id']}:{topic}"
    return KafkaFacts(TopicFacts(identity, len(found["partitions"])), len(answer["brokers"]))
