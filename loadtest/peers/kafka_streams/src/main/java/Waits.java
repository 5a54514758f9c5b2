import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/** The job of job.py as a Kafka Streams processor; its state lies in maps, which is faster than a state store. */
public final class Waits implements Processor<byte[], byte[], Void, Void> {
  private static final long PANE_MS = 10_000;
  private static final long THRESHOLD_MS = 20_000;
  private static final Duration WRITTEN_EVERY = Duration.ofMillis(50);
  private static final ObjectReader READER = new ObjectMapper().readerFor(Event.class);
  private static String redisUrl;

  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Data(String contact, String queue, String reason) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Event(String type, String site, String time, Data data) {}

  private record Entry(String queue, long entered) {}

  private record Key(String site, String queue, long pane) {}

  private final Map<String, Entry> waiting = new HashMap<>();
  private final Map<Key, long[]> panes = new HashMap<>();
  private final Set<Key> changed = new HashSet<>();
  private long events;
  private Jedis redis;

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    redis = new Jedis(redisUrl);
    context.schedule(WRITTEN_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> write());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Event event;
    try {
      event = READER.readValue(record.value());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    events++;
    Data data = event.data();
    if (data.contact() == null) {
      return;
    }
    String contact = event.site() + '\0' + data.contact();
    boolean answered = event.type().equals("tavle.contact.answered");
    if (event.type().equals("tavle.contact.queued")) {
      waiting.put(contact, new Entry(data.queue(), Instant.parse(event.time()).toEpochMilli()));
    } else if (answered || (event.type().equals("tavle.contact.left") && "abandoned".equals(data.reason()))) {
      Entry known = waiting.remove(contact);
      if (known != null) {
        count(event.site(), known, Instant.parse(event.time()).toEpochMilli(), answered);
      }
    }
  }

  private void count(String site, Entry known, long now, boolean answered) {
    Key key = new Key(site, known.queue(), now / PANE_MS);
    long[] pane = panes.computeIfAbsent(key, k -> new long[4]);
    if (answered) {
      long waited = now - known.entered();
      pane[0]++;
      pane[1] += waited <= THRESHOLD_MS ? 1 : 0;
      pane[2] += waited;
    } else {
      pane[3]++;
    }
    changed.add(key);
  }

  private void write() {
    if (events == 0) {
      return;
    }
    Pipeline pipe = redis.pipelined();
    for (Key key : changed) {
      long[] p = panes.get(key);
      pipe.hset("peer:kafka_streams:" + key.site(), key.queue() + ":" + key.pane(),
          p[0] + "," + p[1] + "," + p[2] + "," + p[3]);
    }
    pipe.incrBy("peer:kafka_streams:events", events);
    pipe.sync();
    changed.clear();
    events = 0;
  }

  @Override
  public void close() {
    redis.close();
  }

  public static void main(String[] args) throws IOException {
    redisUrl = args[2];
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "kafka-streams");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, args[0]);
    settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
    settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, Files.createTempDirectory("streams").toString());
    settings.put("auto.offset.reset", "earliest");
    settings.put("max.poll.records", "2000");
    Topology topology = new Topology().addSource("in", args[1]).addProcessor("waits", Waits::new, "in");
    KafkaStreams streams = new KafkaStreams(topology, settings);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> streams.close(Duration.ofSeconds(5))));
    streams.start();
  }
}
