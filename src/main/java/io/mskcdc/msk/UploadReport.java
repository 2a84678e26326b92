package io.mskcdc.msk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.msk.api.CustomPlugin;
import io.mskcdc.msk.api.CustomPlugin.S3Location;
import io.mskcdc.plugin.BuiltPlugin;
import io.mskcdc.report.Palette;
import io.mskcdc.report.Report;

/**
 * A plugin that connectors can use.
 *
 * @param built what was uploaded
 * @param active what MSK Connect has
 * @param created whether it was not there before
 */
public record UploadReport(BuiltPlugin built, CustomPlugin active, boolean created)
    implements Report {
  @Override
  public String kind() {
    return "plugin-upload";
  }

  @Override
  public String text(Palette palette) {
    return built.name()
        + " is ACTIVE"
        + (created ? "" : ", nothing to do")
        + "\n  arn     "
        + active.customPluginArn()
        + "\n  object  "
        + object()
        + "\n  sha256  "
        + built.sha256()
        + "\n";
  }

  private String object() {
    S3Location location = active.latestRevision().location().s3Location();
    return location.bucketArn()
        + "/"
        + location.fileKey()
        + (location.objectVersion() == null ? "" : ", version " + location.objectVersion());
  }

  @Override
  public String markdown() {
    return "- `"
        + built.name()
        + "` is ACTIVE"
        + (created ? "" : ", nothing to do")
        + ": `"
        + active.customPluginArn()
        + "`, SHA-256 `"
        + built.sha256()
        + "`\n";
  }

  @Override
  public void fill(ObjectNode document) {
    S3Location location = active.latestRevision().location().s3Location();
    document
        .put("name", built.name())
        .put("created", created)
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
