package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.msk.PluginUpload.Uploaded;
import io.mskcdc.msk.api.CustomPlugin;
import io.mskcdc.msk.api.CustomPlugin.S3Location;
import io.mskcdc.plugin.BuiltPlugin;

/**
 * A plugin that was uploaded to MSK Connect.
 *
 * @param uploaded the plugin and its custom plugin
 */
public record UploadReport(Uploaded uploaded) implements Report {
  @Override
  public String kind() {
    return "plugin-upload";
  }

  @Override
  public String text(Palette palette) {
    BuiltPlugin built = uploaded.built();
    return built.name()
        + " is ACTIVE"
        + (uploaded.created() ? "" : ", nothing to do")
        + "\n  arn     "
        + uploaded.active().customPluginArn()
        + "\n  object  "
        + object()
        + "\n  sha256  "
        + built.sha256()
        + "\n";
  }

  private String object() {
    S3Location location = uploaded.active().latestRevision().location().s3Location();
    return location.bucketArn()
        + "/"
        + location.fileKey()
        + (location.objectVersion() == null ? "" : ", version " + location.objectVersion());
  }

  @Override
  public String markdown() {
    BuiltPlugin built = uploaded.built();
    return "- `"
        + built.name()
        + "` is ACTIVE"
        + (uploaded.created() ? "" : ", nothing to do")
        + ": `"
        + uploaded.active().customPluginArn()
        + "`, SHA-256 `"
        + built.sha256()
        + "`\n";
  }

  @Override
  public void fill(ObjectNode document) {
    BuiltPlugin built = uploaded.built();
    CustomPlugin active = uploaded.active();
    S3Location location = active.latestRevision().location().s3Location();
    document
        .put("name", built.name())
        .put("created", uploaded.created())
        .put("customPluginArn", active.customPluginArn())
        .put("revision", active.latestRevision().revision())
        .put("bucketArn", location.bucketArn())
        .put("fileKey", location.fileKey())
        .put("objectVersion", location.objectVersion())
        .put("sha256", built.sha256())
        .put("md5", built.md5())
        .put("size", built.size());
  }
}
